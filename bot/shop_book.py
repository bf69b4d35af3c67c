"""The names that may be said in a shop, as its books have them just now."""

from datetime import datetime

from sqlalchemy import Connection

from bot.language.shop import FarmerName, FlowerName, Shop
from ledger import goods, people
from ledger.register.words import shop_words
from ledger.roles import PartyRole
from ledger.terms import terms


def shop_at(tx: Connection, at: datetime) -> Shop:
    """The names that may be said: active farmers and flowers, and the limits at a moment."""
    limits = terms(tx, at)
    return Shop(
        farmers=tuple(
            FarmerName(
                code=each.code,
                name_en=each.name_en,
                name_ta=each.name_ta,
                village_en=each.village_en,
                village_ta=each.village_ta,
                aliases=each.aliases,
            )
            for each in people.parties(tx, PartyRole.FARMER)
            if each.is_active
        ),
        flowers=tuple(
            FlowerName(each.code, each.name_en, each.name_ta, each.unit, each.aliases)
            for each in goods.flowers(tx)
            if each.is_active
        ),
        quantity_max_milli=limits.quantity_max_milli,
        rate_max_paise=limits.rate_max_paise,
        amount_max_paise=limits.amount_max_paise,
        adjustments={
            kind.code: (kind.name_en, kind.name_ta) for kind in goods.adjustment_kinds(tx).values()
        },
        words=shop_words(tx),
    )
