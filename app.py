"""The way in: which pages there are. Each page draws its own frame; see pages/ui/frame.py."""

from pages.ui import frame

frame.navigation().run()
