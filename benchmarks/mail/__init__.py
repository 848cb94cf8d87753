"""Mails: a run of grouped mails for 5 000 members in 200 circles, and 2 000 mails to a mail server of this machine."""
