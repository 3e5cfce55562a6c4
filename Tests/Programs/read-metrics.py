"""Reads Prometheus' text format from standard input with the parser of prometheus_client and prints its families as JSON."""
import json, sys
from prometheus_client.parser import text_string_to_metric_families

json.dump(
    [
        {
            "name": family.name, "type": family.type, "help": family.documentation,
            "samples": [{"name": s.name, "labels": s.labels, "value": s.value} for s in family.samples],
        }
        for family in text_string_to_metric_families(sys.stdin.read())
    ],
    sys.stdout,
)
