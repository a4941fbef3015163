"""Load ddev's command line, and all that it would load only when it runs."""

import importlib
import os

# What validations import only when they run, and what showing a crash takes. Whatever of it another ddev lacks is
# left to the child that needs it.
LATE = """
    datamodel_code_generator.model.dataclass datamodel_code_generator.model.imports
    datamodel_code_generator.model.msgspec datamodel_code_generator.model.rootmodel
    datamodel_code_generator.model.typed_dict datamodel_code_generator.model.types encodings.unicode_escape
    ddev.cli.validate.metadata_utils ddev.e2e.agent.constants ddev.integration.manifest ddev.repo.config
    ddev.utils.json ddev.utils.scripts.ci_matrix ddev.validation.tracker
    pygments.lexers.python pygments.unistring rich._emoji_codes rich._unicode_data.unicode17-0-0 rich.status
    rich.traceback rich.tree
""".split()


def load():
    """ddev's command line, with colors in all of its commands."""
    try:
        from datadog_checks.dev.tooling.commands import console

        console.set_color(True)
    except Exception:
        # Another ddev may have it elsewhere: then its text is read without colors.
        pass
    from ddev.cli import main

    for name in LATE:
        try:
            importlib.import_module(name)
        except Exception:
            pass
    know_plugins()
    know_templates()
    return main


def know_plugins():
    """Each start of ddev reads what every installed package declares, to find plugins: where none is, it can't find one."""
    try:
        from importlib.metadata import entry_points

        import pluggy

        look = pluggy.PluginManager.load_setuptools_entrypoints
        if len(entry_points(group='ddev')) == 0:
            pluggy.PluginManager.load_setuptools_entrypoints = lambda self, group, name=None: (
                0 if group == 'ddev' else look(self, group, name)
            )
    except Exception:
        pass


def know_templates():
    """Reading the templates of specifications takes most of the time of `config`; they are ddev's own and never change."""
    try:
        import yaml
        from datadog_checks.dev.tooling.configuration import template

        # It says the same, sooner.
        loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
        known = {}
        for folder, _, names in os.walk(template.TEMPLATES_DIR):
            for name in names:
                path = os.path.join(folder, name)
                if name.endswith(template.VALID_EXTENSIONS):
                    with open(path, encoding='utf-8') as file:
                        known[path] = yaml.load(file.read(), loader)
        begin = template.ConfigTemplates.__init__

        def init(self, *args, **options):
            begin(self, *args, **options)
            # Whoever takes one gets a copy.
            self.templates.update(known)

        template.ConfigTemplates.__init__ = init
    except Exception:
        pass


