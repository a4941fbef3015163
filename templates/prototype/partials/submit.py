    def submit(self, answer, place, name, method, tag_places, tags):
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
            own_tags = []
            for key, tag_place in tag_places.items():
                tag_value = look_up(answer, tag_place, trail)
                if tag_value is not None:
                    own_tags.append(f'{key}:{tag_value}')
            method(name, number, tags=tags + own_tags)
        if not found:
            self.log.debug('Skipping %s: the answer does not hold it', name)