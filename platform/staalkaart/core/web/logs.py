"""One JSON object per log line, without what people searched for and without the secret of a link."""

import json
import logging
import re

STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request"}
QUERY = re.compile(r"(/[^\s?\"']*)\?[^\s\"']+")
# The part of an address, or of a sentence, that opens something: a long run of letters and digits, signed or not
SECRET = re.compile(r"(?<=/)[\w\-:.=]{20,}(?=/|$|[\s\"'?])|\b[\w\-]{16,}:[\w\-]{5,}:[\w\-]{20,}")
HIDDEN = "…"


def redacted(text: str) -> str:
    return SECRET.sub(HIDDEN, QUERY.sub(rf"\1?{HIDDEN}", text))


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": redacted(record.getMessage()),
        }
        line.update({key: redacted(str(value)) for key, value in vars(record).items() if key not in STANDARD})
        if record.exc_info:
            line["error"] = redacted(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
