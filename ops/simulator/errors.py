"""Twilio's refusals, and the JSON in which they arrive.

Source: Twilio's error dictionary, https://www.twilio.com/docs/api/errors.
"""


class TwilioError(Exception):
    """The API refuses a request.

    Attributes:
        status: HTTP status.
        code: Twilio's error code.
        retry_after: seconds for the `Retry-After` header, where one is sent.
    """

    def __init__(
        self, status: int, code: int, message: str, *, retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after

    def as_json(self) -> dict[str, object]:
        """The body of the response."""
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def not_found(path: str) -> TwilioError:
    """The resource is not there."""
    return TwilioError(404, 20404, f"The requested resource {path} was not found")


def server_error() -> TwilioError:
    """Twilio has a fault; whether the request was carried out nobody knows."""
    return TwilioError(500, 20500, "An internal server error has occurred")


def too_many_requests(retry_after: int) -> TwilioError:
    """Too fast; certainly not carried out."""
    return TwilioError(429, 20429, "Too Many Requests", retry_after=retry_after)


DELIVERY_FAULTS = {
    63003: "Channel could not find To address",
    63014: "Channel message blocked by user action",
    63016: "Failed to send freeform message because you are outside the allowed window. "
    "If you are using WhatsApp, please use a Message Template.",
    63018: "Rate limit exceeded for Channel",
    63019: "Media failed to download",
    63021: "Channel invalid content error",
    63024: "Invalid message recipient",
}
"""What a delivery that fails after acceptance says; the code comes with the status callback."""
