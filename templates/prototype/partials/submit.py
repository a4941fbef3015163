    def submit(self, answer, place, name, method, tag_places, {% if hosts %}host_place, {% endif %}tags):
        found = False
        for value, trail in find(answer, place):
            found = True
            try:
                number = float(value)
            except (TypeError, ValueError):
                number = math.nan
            if not math.isfinite(number):
                self.log.debug('Skipping %s: %r is not a finite number', name, value)
                continue
{%- if hosts %}
            hostname = look_up(answer, host_place, trail) if host_place else None
            method(name, number, tags=tags + tags_of(answer, tag_places, trail), hostname=hostname)
{%- else %}
            method(name, number, tags=tags + tags_of(answer, tag_places, trail))
{%- endif %}
        if not found:
            self.log.debug('Skipping %s: the answer does not hold it', name)
{%- if service_checks %}

    def submit_status(self, answer, place, name, tag_places, statuses, tags):
        for value, trail in find(answer, place):
            status = status_of(value, statuses)
            message = None if status == AgentCheck.OK else f'{name} is {value}'
            self.service_check(name, status, tags=tags + tags_of(answer, tag_places, trail), message=message)
{%- endif %}
{%- if events %}

    def submit_events(self, answer, event, tags):
        """Send each event once: what was sent is remembered as long as the answer holds it, across restarts, too."""
        sent = json.loads(self.read_persistent_cache(event['name']) or '[]')
        keys = []
        for value, trail in find(answer, event['key']):
            key = str(value)
            if key not in sent and key not in keys:
{%- if events_alert_path %}
{%- if events_alert_type %}
                alert_type = event.get('alert_type', 'info')
                if 'alert_types' in event:
                    alert_type = event['alert_types'].get(str(look_up(answer, event['alert_place'], trail)), 'info')
{%- else %}
                alert = str(look_up(answer, event['alert_place'], trail))
{%- endif %}
{%- endif %}
                self.event(
                    {
                        'msg_title': str(look_up(answer, event['title'], trail) or ''),
                        'msg_text': str(look_up(answer, event['text'], trail) or ''),
{%- if events_alert_path and events_alert_type %}
                        'alert_type': alert_type,
{%- elif events_alert_path %}
                        'alert_type': event['alert_types'].get(alert, 'info'),
{%- elif events_alert_type %}
                        'alert_type': event.get('alert_type', 'info'),
{%- endif %}
{%- if events_aggregation_key %}
                        'aggregation_key': str(look_up(answer, event['aggregation_key'], trail) or ''),
{%- endif %}
                        'tags': tags{% if events_tags %} + tags_of(answer, event.get('tags', {}), trail){% endif %},
                    }
                )
            keys.append(key)
        if keys != sent:
            self.write_persistent_cache(event['name'], json.dumps(keys))
{%- endif %}
{%- if version %}

    def submit_version(self, answer):
        version = look_up(answer, VERSION, ())
        if version is not None:
            self.set_metadata('version', str(version){% if version.short %}, scheme='regex', final_scheme='semver', pattern=VERSION_PATTERN{% endif %})
{%- endif %}