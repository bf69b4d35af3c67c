"""A stand-in for Twilio and the phones, for the demo and for tests.

It speaks Twilio's protocol on both sides, signs what Twilio signs, keeps WhatsApp's 24-hour
window and misbehaves on request. It knows nothing of the door's code: what it signs it computes
itself, so that it is a second opinion.

In reading order:

config     where the door listens and what is signed
exchange   messages and phones, in memory
content    prepared texts and buttons (ContentSid)
mischief   what goes wrong next
errors     Twilio's refusals and their JSON
signing    Twilio's signature
forms      the parameters of Twilio's webhooks
door       one POST to the door
timetable  what is to be done later
courier    messages and statuses to the door, as often as Twilio would
accepting  one send: refused, or accepted and delivered to a phone
resources  the JSON of Twilio's resources
api        Twilio's HTTP resources
control    the hands on the phones: say, tap, misbehave
journal    the people, and the books as they grow, for the page
page       the page: phones side by side, and its live feed
app        puts it together
"""
