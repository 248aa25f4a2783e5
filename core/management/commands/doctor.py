"""Says whether this installation is fit for use."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import doctor


class Command(BaseCommand):
    help = "Checks database, roles, walls between teams, queues, PDF and disk. Exit status 1 when something is wrong."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", nargs="+", choices=list(doctor.CHECKS), metavar="CHECK", help="only these checks")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = doctor.examine(options["only"])
        healthy = all(finding.ok for finding in findings)
        if options["json"]:
            report = {"ok": healthy, "checks": [asdict(finding) for finding in findings]}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            for finding in findings:
                self.stdout.write(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.name:<11} {finding.text}")
        if not healthy:
            sys.exit(1)
