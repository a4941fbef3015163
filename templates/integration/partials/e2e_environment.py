@pytest.fixture(scope='session')
def dd_environment():
    """Start the containers for end-to-end tests, which alone ask for them."""
    conditions = [
{%- if e2e.endpoints %}
        CheckEndpoints({{ e2e.endpoints | hosted }}),
{%- else %}
        WaitForPortListening(HOST, {{ e2e.port | py }}),
{%- endif %}
{%- if e2e.ready %}
        CheckDockerLogs(COMPOSE_FILE, [{{ e2e.ready | py }}]),
{%- endif %}
    ]
    with docker_run(COMPOSE_FILE, conditions=conditions):
{%- if e2e.jmx %}
        config = load_jmx_config()
        config['instances'] = [E2E_INSTANCE]
        yield config, {'use_jmx': True}
{%- elif e2e.init_config %}
        yield {'init_config': INIT_CONFIG, 'instances': [E2E_INSTANCE]}
{%- else %}
        yield E2E_INSTANCE
{%- endif %}
