"""The way in: which pages there are. Each page draws its own frame; see pages/ui/kit/frame.py."""

from pages.ui.kit import frame

frame.navigation().run()
