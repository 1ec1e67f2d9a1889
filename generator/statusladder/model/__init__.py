"""What a site, component, incident, update, maintenance and report are: frozen, typed, no I/O, no clock."""
