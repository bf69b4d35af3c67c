"""Pure: (conversation, event) → (conversation, effects). No clock, no I/O.

events     everything a conversation can hear
effects    everything it can ask for
states     every state, frozen; versioned JSON
machine    step(conversation, event) → Step: finds the flow that owns the state
"""
