"""Places a call by REST and prints it as it happens, to its end. Python 3.9 or later with `requests`.

    CALL_MANAGER_KEY=cm_… AGENT_ID=… python3 place_a_call.py
"""

import os
import time
import uuid

import requests

url = os.environ.get('CALL_MANAGER_URL', 'http://127.0.0.1:4000') + '/api/v1'
session = requests.Session()
session.headers['X-API-Key'] = os.environ['CALL_MANAGER_KEY']


def ask(method, path, **options):
    response = session.request(method, url + path, timeout=30, **options)
    answer = response.json()
    if not answer['success']:
        raise SystemExit(f'{method} {path}: {response.status_code} {answer}')
    return answer['data']


# Should the answer be lost, the same request with the same key gets the same call: nobody is called twice.
placed = ask(
    'POST',
    '/calls',
    headers={'Idempotency-Key': str(uuid.uuid4())},
    json={
        'toNumber': os.environ.get('TO_NUMBER', '+14155550123'),
        'agentId': os.environ['AGENT_ID'],
        'contactName': 'Ada',
    },
)
path = f"/calls/{placed['call']['id']}"

status, turns = None, 0
while True:
    call = ask('GET', path)['call']
    if call['status'] != status:
        status = call['status']
        print(status, flush=True)
    said = ask('GET', f'{path}/transcript')['turns']
    for turn in said[turns:]:
        print(f"  {turn['role']}: {turn['text']}", flush=True)
    turns = len(said)
    if call['endTime'] and call['analysisStatus'] not in ('PENDING', 'PROCESSING'):
        break
    time.sleep(0.3)

print(f"{call['endedReason']} after {call['duration'] or 0} s, {call['creditsUsed']} credit(s)")
print(f"Summary: {ask('GET', f'{path}/analysis')['summary'] or 'none'}")
