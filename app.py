"""Starts the web page: settings, assemble, build, launch."""

import os

from chatbot.settings import Settings
from chatbot.web.server import serve

if __name__ == "__main__":
    serve(Settings.read(os.environ))
