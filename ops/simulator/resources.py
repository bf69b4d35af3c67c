"""The JSON of Twilio's resources and of its lists.

Source: https://www.twilio.com/docs/messaging/api/message-resource and
https://www.twilio.com/docs/content/content-api-resources.
"""

from collections.abc import Mapping, Sequence
from email.utils import format_datetime
from urllib.parse import urlencode

from ops.simulator.config import SimulatorConfig
from ops.simulator.content import Approval, Content
from ops.simulator.errors import DELIVERY_FAULTS
from ops.simulator.exchange import Direction, Message

API_VERSION = "2010-04-01"
PAGE_SIZE = 50
PAGE_SIZE_MAX = 1000


def message_json(message: Message, config: SimulatorConfig) -> dict[str, object]:
    """Twilio's Message resource."""
    is_out = message.direction is Direction.OUTBOUND
    uri = f"/{API_VERSION}/Accounts/{config.account_sid}/Messages/{message.sid}"
    is_sent = message.status not in {"accepted", "queued", "receiving"}
    return {
        "account_sid": config.account_sid,
        "api_version": API_VERSION,
        "body": message.body,
        "date_created": format_datetime(message.created_at),
        "date_sent": format_datetime(message.updated_at) if is_sent else None,
        "date_updated": format_datetime(message.updated_at),
        "direction": message.direction.value,
        "error_code": message.error_code,
        "error_message": DELIVERY_FAULTS.get(message.error_code or 0),
        "from": config.sender if is_out else message.phone,
        "messaging_service_sid": message.messaging_service_sid,
        "num_media": "1" if message.media_type else "0",
        "num_segments": "1",
        "price": None,
        "price_unit": None,
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.phone if is_out else config.sender,
        "uri": f"{uri}.json",
    }


def content_json(content: Content, config: SimulatorConfig) -> dict[str, object]:
    """Twilio's Content resource."""
    created = content.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    url = f"https://content.twilio.com/v1/Content/{content.sid}"
    return {
        "account_sid": config.account_sid,
        "date_created": created,
        "date_updated": created,
        "friendly_name": content.friendly_name,
        "language": content.language,
        "links": {"approval_fetch": f"{url}/ApprovalRequests"},
        "sid": content.sid,
        "types": dict(content.types),
        "url": url,
        "variables": dict(content.variables),
    }


def approval_json(approval: Approval, content: Content) -> dict[str, object]:
    """WhatsApp's word on a content, as both approval resources carry it."""
    (content_type,) = content.types
    return {
        "allow_category_change": True,
        "category": approval.category,
        "content_type": content_type,
        "flows": None,
        "name": approval.name,
        "rejection_reason": approval.rejection_reason,
        "status": approval.status,
        "type": "whatsapp",
    }


def one_page(url: str) -> dict[str, object]:
    """The frame of the Content API's lists; ours have one page."""
    return {
        "key": "contents",
        "page": 0,
        "page_size": PAGE_SIZE_MAX,
        "url": url,
        "first_page_url": url,
        "next_page_url": None,
        "previous_page_url": None,
    }


def page_of(
    rows: Sequence[object], key: str, path: str, asked: Mapping[str, str]
) -> dict[str, object]:
    """One page of rows in Twilio's frame.

    Args:
        rows: all that were found.
        key: the name under which the rows stand.
        path: of the list.
        asked: the query, with `Page` (from 0) and `PageSize`.
    """
    size = min(max(int(asked.get("PageSize", PAGE_SIZE)), 1), PAGE_SIZE_MAX)
    page = max(int(asked.get("Page", 0)), 0)
    shown = rows[page * size : (page + 1) * size]
    has_more = len(rows) > (page + 1) * size

    def link(number: int) -> str:
        return f"{path}?{urlencode({**asked, 'PageSize': size, 'Page': number})}"

    return {
        key: shown,
        "page": page,
        "page_size": size,
        "start": page * size,
        "end": page * size + max(len(shown) - 1, 0),
        "uri": link(page),
        "first_page_uri": link(0),
        "next_page_uri": link(page + 1) if has_more else None,
        "previous_page_uri": link(page - 1) if page else None,
    }
