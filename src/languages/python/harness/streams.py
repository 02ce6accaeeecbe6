"""What the program prints, line by line, with the line of the program that printed it."""
import io
import sys


class Meter:
    """How much may still be printed in this run, and what had to be left out."""

    def __init__(self, line_chars, lines):
        self.line_chars, self.lines, self.hidden = line_chars, lines, 0


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr: hands finished lines to the page."""

    def __init__(self, name, send, line_of):
        self._name, self._send, self._line_of = name, send, line_of
        self._part, self.meter = "", None

    encoding = "utf-8"
    name = property(lambda self: f"<{self._name}>")

    def writable(self):
        return True

    def isatty(self):
        return False

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if "\n" in text:
            whole, _, self._part = (self._part + text).rpartition("\n")
            for line in whole.split("\n"):
                self._emit(line + "\n")
        else:
            self._part += text
            # A very long line without an end must not fill the memory.
            if len(self._part) > 1_000_000:
                self.flush_part()
        return len(text)

    def flush_part(self):
        """Hands over a line that has no end yet."""
        if self._part:
            part, self._part = self._part, ""
            self._emit(part)

    def _emit(self, line):
        meter = self.meter
        if meter.lines <= 0:
            meter.hidden += 1
            return
        meter.lines -= 1
        if len(line) > meter.line_chars:
            line = f"{line[:meter.line_chars]}… ({len(line) - meter.line_chars} more characters)\n"
        self._send(self._line_of(sys._getframe(2)), self._name, line)
