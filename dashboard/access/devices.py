"""What a browser calls itself, as people call it: `Chrome · Android`.

Only for telling one's own devices apart; nothing is decided by it.
"""

# The more particular one first: every one of them also claims to be those below.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
UNKNOWN_LENGTH = 40


def device_of(agent: str) -> str:
    """Browser and system; of an unknown one the beginning of what it calls itself.

    Example:
        >>> device_of("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Safari/5")
        'Chrome · Android'
        >>> device_of("curl/8.5.0"), device_of("")
        ('curl/8.5.0', '')
    """
    found = [
        next((name for mark, name in known if mark in agent), None) for known in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(filter(None, found)) or agent[:UNKNOWN_LENGTH]
