"""A Flask app with one view that does nothing: what the web server alone costs."""

from flask import Flask

app = Flask(__name__, static_folder=None)


@app.post("/empty")
def empty() -> str:
    """Nothing."""
    return ""
