"""Figures in digits of both scripts, in every grouping."""

TAMIL = str.maketrans("0123456789", "௦௧௨௩௪௫௬௭௮௯")


def in_lakhs(number: int) -> str:
    """Indian grouping: 12,34,567."""
    head, tail = divmod(number, 1000)
    if not head:
        return str(number)
    pairs = f"{head:,}".replace(",", "")
    groups = [pairs[max(end - 2, 0) : end] for end in range(len(pairs), 0, -2)]
    return ",".join([*reversed(groups), f"{tail:03}"])


def in_thousands(number: int) -> str:
    """Western grouping: 1,234,567."""
    return f"{number:,}"


def tamil(number: int) -> str:
    """Tamil digits by place: ௧௨௩௪."""
    return str(number).translate(TAMIL)


def old_tamil(number: int) -> str:
    """The old signs for ten, hundred and thousand: ௲௨௱௩௰௪; 0 to 9,99,999.

    Source: CLDR's algorithmic numbering "taml".
    """
    thousands, small = divmod(number, 1000)
    count = ("" if thousands == 1 else _below_thousand(thousands)) + "௲" if thousands else ""
    return count + _below_thousand(small) or tamil(0)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    return "".join(
        ("" if count == 1 else tamil(count)) + sign
        for count, sign in ((hundreds, "௱"), (tens, "௰"))
        if count
    ) + (tamil(unit) if unit else "")
