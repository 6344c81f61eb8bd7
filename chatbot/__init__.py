"""An evidence-aware patient-education chatbot: `chatbot.load().reply("does it work?")`."""

from chatbot.assemble import load
from chatbot.assistant import Assistant
from chatbot.reply import Answered, Declined, Reply, Smalltalk, Urgent
from chatbot.settings import Settings

__all__ = ["Answered", "Assistant", "Declined", "Reply", "Settings", "Smalltalk", "Urgent", "load"]
