"""Read facts out of an installed ddev and write them as JSON to the file named by the first argument."""

import importlib
import importlib.metadata
import json
import os
import sys


def version(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def main():
    # ddev imports its modules lazily, so a plain `import a.b as c` of them fails.
    utils = importlib.import_module('ddev.cli.validate.metadata_utils')
    facts = {
        'ddev_version': version('ddev'),
        'base_version': version('datadog-checks-base'),
        'ruff_version': version('ruff'),
        'python_version': '.'.join(map(str, sys.version_info[:3])),
        'interpreter': os.path.realpath(getattr(sys, '_base_executable', None) or sys.executable),
        'units': sorted(utils.VALID_UNIT_NAMES),
        'time_units': sorted(utils.VALID_TIME_UNIT_NAMES),
        'curated': sorted(utils.VALID_CURATED_METRIC_TYPES),
        'header': list(utils.ORDERED_HEADERS),
    }
    with open(sys.argv[1], 'w', encoding='utf-8') as f:
        json.dump(facts, f)


main()
