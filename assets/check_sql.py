"""A database as a check sees it: what its queries read is recorded, and read again from the record. Third part of
the prototype runner.

The first run tells which columns are read, on a copy of the database. These alone, and at most so many rows, are
the record; what counts is then emitted from a database made of it, so that tests made of it see the same.
"""

import importlib
import os
import sqlite3
import sys
import types

ROWS = 100
LARGEST_DATABASE = 256 * 1024 * 1024
PRIVATE = ('authorization', 'key', 'token', 'passw', 'secret', 'credential')


class Databases:
    def __init__(self, report, driver, sample, folder):
        self.report, self.driver, self.sample = report, driver, sample
        self.source, self.copy = os.path.join(folder, 'source.db'), os.path.join(folder, 'record.db')
        self.reads, self.learning = {}, True
        self.original = sqlite3.connect

    def install(self):
        """Stand in for the driver's `connect`; for the whole driver where it is not installed here."""
        try:
            module = importlib.import_module(self.driver)
        except ImportError:
            module = self.stub()
        module.connect = self.connect

    def stub(self):
        parts = self.driver.split('.')
        for n in range(1, len(parts) + 1):
            name = '.'.join(parts[:n])
            module = sys.modules.get(name) or types.ModuleType(name)
            sys.modules[name] = module
            if n > 1:
                setattr(sys.modules['.'.join(parts[: n - 1])], parts[n - 1], module)
        for name in ('Error', 'InterfaceError', 'DatabaseError', 'OperationalError', 'ProgrammingError'):
            setattr(module, name, getattr(sqlite3, name))
        return module

    def connect(self, *args, **kwargs):
        if not self.learning:
            return self.original(self.copy)
        if not os.path.exists(self.source):
            self.fill(args, kwargs)
        connection = self.original(self.source)
        connection.set_authorizer(self.read)
        return connection

    def fill(self, args, kwargs):
        """A copy of what the check connects to."""
        if self.sample:
            with open(self.sample, encoding='utf-8') as f:
                script = f.read()
            target = self.original(self.source)
            target.executescript(script)
            target.close()
            return
        live = self.original(*args, **kwargs)
        size = live.execute('PRAGMA page_count').fetchone()[0] * live.execute('PRAGMA page_size').fetchone()[0]
        if size > LARGEST_DATABASE:
            raise sqlite3.OperationalError(
                'the database has more than 256 MB, which is too much to copy; give a sample of it as a .sql file'
            )
        # A file without a table yet is a database, too: nothing is copied before the first statement.
        unfinished = self.source + '.new'
        target = self.original(unfinished)
        live.backup(target)
        target.close()
        live.close()
        os.replace(unfinished, self.source)

    def read(self, action, table, column, database, accessor):
        if action == sqlite3.SQLITE_READ and table and not table.startswith('sqlite_'):
            self.reads.setdefault((table, accessor), []).append(column)
        return sqlite3.SQLITE_OK

    def record(self):
        """The record as a script; from now on connections lead to a database made of it."""
        self.learning = False
        lines = []
        if os.path.exists(self.source):
            source = self.original(self.source)
            kinds = dict(source.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"))
            tables = {}
            for (table, accessor), columns in self.reads.items():
                if kinds.get(accessor) == 'view':
                    # What a view reads stands in the view, whose rows alone may be counted.
                    tables.setdefault(accessor, set())
                elif table in kinds:
                    tables.setdefault(table, set()).update(columns)
            for table, columns in tables.items():
                lines.extend(self.dump(source, table, columns))
            source.close()
        script = ''.join(f'{line}\n' for line in ['BEGIN TRANSACTION;', *lines, 'COMMIT;'])
        target = self.original(self.copy)
        target.executescript(script)
        target.close()
        return script

    def dump(self, source, table, read):
        known = [(row[1], row[2]) for row in source.execute(f'PRAGMA table_info({quoted(table)})')]
        kept = [(name, kind) for name, kind in known if name in read]
        # Rows may be counted without a look into them.
        empty = not kept
        kept = kept or known[:1]
        names = ', '.join(quoted(name) for name, _ in kept)
        kinds = ', '.join(f'{quoted(name)} {kind}'.strip() for name, kind in kept)
        yield f'CREATE TABLE {quoted(table)} ({kinds});'
        values = ', '.join('NULL' if empty else masked(name) for name, _ in kept)
        rows = source.execute(f'SELECT {values} FROM {quoted(table)} LIMIT {ROWS + 1}').fetchall()
        if len(rows) > ROWS:
            self.report.warn(
                f'{table} has more than {ROWS} rows: this run and the tests made of it see the first {ROWS} only.'
            )
        for row in rows[:ROWS]:
            values = ', '.join('NULL' if empty else value for value in row)
            yield f'INSERT INTO {quoted(table)} ({names}) VALUES ({values});'


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def masked(name):
    """The expression for a column's value as a literal; texts that look like a credential's stay here."""
    if any(word in name.lower() for word in PRIVATE):
        return f"CASE typeof({quoted(name)}) WHEN 'text' THEN '''********''' ELSE quote({quoted(name)}) END"
    return f'quote({quoted(name)})'
