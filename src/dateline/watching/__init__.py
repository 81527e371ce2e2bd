"""Keeping up with the news: feeds, sitemaps and folders watched, what is new coded and stored, alerts raised and sent.

It joins the readers, a project and alerts, and knows nothing that they know. Nothing here runs unless a file of settings names what
to watch (`config`); `loop` does it. Nothing is loaded with the room: the server asks it for one number, and should not wait for all readers.
"""
