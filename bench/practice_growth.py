"""Do the list and the page of practices cost the same with few and with many? Also: reading in 500 rows, and PDFs.

python bench/practice_growth.py [practices]      prints a table
"""

import contextlib
import io
import sys
import time

from pages import count_queries, measure, measure_floor
from run import prepare
from site_under_test import PYTHON, ROOT, running, say, session_cookie, wait_for

PATHS = {
    "list": "/praktijken/",
    "list, narrowed": "/praktijken/?rol=bondgenoot&regio=west&strategie=creeren",
    "list, searched": "/praktijken/?q=wachtlijst",
    "list, page 3": "/praktijken/?pagina=3",
    "practice": "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/",
}


def grow(to: int) -> None:
    """Copies of the demo's practices under other titles, as rows; no revisions, which lists and pages do not read."""
    from practices import content
    from practices.models import PracticeIndexPage, PracticePage

    parent = PracticeIndexPage.objects.get()
    rows = list(PracticePage.objects.select_related("project")[:27])
    have = PracticePage.objects.count()
    for n in range(have, to):
        model = rows[n % len(rows)]
        page = PracticePage(project=model.project, slug=f"kopie-{n}", live=True, first_published_at=model.first_published_at,
                            last_published_at=model.last_published_at, read_over_at=model.read_over_at)  # fmt: skip
        content.put_on_page(content.of_page(model) | {"title": f"{model.title} ({n})"}, page)
        parent.add_child(instance=page)


def costs(port: int, pid: int, cookie: str) -> dict[str, tuple[int, float]]:
    base = f"http://127.0.0.1:{port}"
    return {name: (count_queries(path), measure(base + path, pid, cookie)["cpu_ms"]) for name, path in PATHS.items()}


def at(port: int, size: int) -> dict[str, tuple[int, float]]:
    from django.core.management import call_command

    say(f"{size} practices …")
    grow(size)
    with contextlib.redirect_stderr(io.StringIO()):
        call_command("search_rebuild")
    with running([PYTHON, "-m", "gunicorn", "--log-level", "error"], cwd=ROOT) as server:
        wait_for(f"http://127.0.0.1:{port}/themas/")
        return costs(port, server.pid, session_cookie("lid@demo.example"))


def exchange() -> list[str]:
    """Seconds of reading in 500 rows, and of PDFs."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from practices.import_export import pdf, table
    from practices.import_export.import_file import guess, read_file, read_rows
    from practices.import_export.import_runs import take_over
    from practices.models import ImportRun, PracticePage
    from staalkaart.members.models import Project, User

    pages = list(PracticePage.objects.select_related("project__region").order_by("pk")[:500])
    body, lines = table.to_xlsx(pages), []
    started = time.perf_counter()
    sheet = read_file(SimpleUploadedFile("praktijken.xlsx", body))
    rows = read_rows(sheet, guess(sheet.headings))
    run = ImportRun.objects.create(
        user=User.objects.first(), project=Project.objects.first(), name="x", headings=sheet.headings, rows=sheet.rows,
        numbers=sheet.numbers,
    )  # fmt: skip
    count = take_over(run=run, rows=rows, by=User.objects.first())
    lines.append(f"{count} rows read, checked and stored: {time.perf_counter() - started:.1f} s")
    for name in ("first", "second"):
        started = time.perf_counter()
        pdf.to_pdf(pages[:1])
        lines.append(f"{name} PDF of a practice in this process: {time.perf_counter() - started:.2f} s")
    return lines


def main(size: int) -> None:
    port = prepare()
    floor = measure_floor()["db50"]
    few, many = at(port, 27), at(port, size)
    print(
        f"| | queries at 27 | at {size} | CPU ms at 27 | at {size} | × | × /db50 ({floor} ms) at {size} |\n|---|---|---|---|---|---|---|"
    )
    for name in PATHS:
        (q1, c1), (q2, c2) = few[name], many[name]
        print(f"| {name} | {q1} | {q2} | {c1} | {c2} | {c2 / c1:.2f} | {c2 / floor:.1f} |")
    print("\n".join(exchange()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
