"""The reader's rooms, one for each kind of question; each turns evidence into claims or finds none."""
