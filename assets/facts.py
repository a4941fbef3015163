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


def spec_templates():
    """By section and name: the options of each template for the configuration (type, and ! where it is required), and
    the templates inside it."""
    template = importlib.import_module('datadog_checks.dev.tooling.configuration.template')
    loader = template.ConfigTemplates()
    found = {}
    for section in ('init_config', 'instances'):
        for name in sorted(os.listdir(os.path.join(template.TEMPLATES_DIR, section))):
            stem, extension = os.path.splitext(name)
            if extension not in ('.yaml', '.yml'):
                continue
            items = loader.load(f'{section}/{stem}')
            own, inner = {}, []
            for item in items if isinstance(items, list) else [items]:
                whole = item.get('template', '')
                if '.' in whole:
                    # One option of a template, perhaps under another name.
                    item = {**loader.load(whole), **item}
                if whole and '.' not in whole:
                    inner.append(whole)
                else:
                    own[item['name']] = item.get('value', {}).get('type', 'any') + '!' * bool(item.get('required'))
            found[f'{section}/{stem}'] = {'own': own, 'inner': inner}
    return found


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
        'templates': spec_templates(),
    }
    with open(sys.argv[1], 'w', encoding='utf-8') as f:
        json.dump(facts, f)


main()
