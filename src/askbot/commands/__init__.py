"""The commands, a module a group; cli.py puts them together. They know flags, the bot and how answers look."""
