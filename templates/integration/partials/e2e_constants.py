
# The containers of end-to-end tests.
HOST = get_docker_hostname()
COMPOSE_FILE = os.path.join(HERE, 'docker', 'docker-compose.yaml')
E2E_INSTANCE = {{ e2e.instance | hosted }}
