"""What browsers are told, so that a page can neither be framed, nor run what is not ours.

Source: https://owasp.org/www-project-secure-headers/ and ASVS 5, chapter 3.
"""

import secrets

from flask import Flask, Response, g, request

from dashboard.office import Office

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
"""No style and no script but from our own files; a script also names the page's nonce."""

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

YEAR = 365 * 24 * 3600


def guard_answers(app: Flask, office: Office) -> None:
    """Let every answer carry the headers."""
    app.jinja_env.globals["nonce"] = nonce

    @app.after_request
    def guarded(response: Response) -> Response:
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce())
        if office.is_encrypted:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response


def nonce() -> str:
    """A word that only this page's own scripts know."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)
