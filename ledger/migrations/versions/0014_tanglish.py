"""People may choose Tanglish: spoken Tamil in Latin letters, as it is typed on a phone.

What is printed, and what WhatsApp approves, stays English or Tamil; a person's choice, what was
said to him, the buttons under it and the privacy notice that he read may be in Tanglish.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("party", "outbound_message", "message_template", "consent_event")


def upgrade() -> None:
    """A third language."""
    _speak("'en', 'ta', 'tanglish'")


def downgrade() -> None:
    """Whoever chose Tanglish is answered in Tamil, and what he was told counts as Tamil."""
    op.execute("""
        DELETE FROM message_template WHERE language = 'tanglish';
        UPDATE party SET language = 'ta' WHERE language = 'tanglish';
        UPDATE outbound_message SET language = 'ta' WHERE language = 'tanglish';
        ALTER TABLE consent_event DISABLE TRIGGER consent_event_is_append_only;
        UPDATE consent_event SET language = 'ta' WHERE language = 'tanglish';
        ALTER TABLE consent_event ENABLE TRIGGER consent_event_is_append_only;
    """)
    _speak("'en', 'ta'")


def _speak(languages: str) -> None:
    """Let every table know these languages and no others."""
    for table in TABLES:
        op.execute(f"""
            ALTER TABLE {table} DROP CONSTRAINT {table}_language_check;
            ALTER TABLE {table} ADD CONSTRAINT {table}_language_check
                CHECK (language IN ({languages}));
        """)
