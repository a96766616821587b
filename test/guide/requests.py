import requests

url = 'https://devcallmanager.pixpoc.in/api/v1/calls'
headers = {
    'Content-Type': 'application/json',
    'X-API-Key': 'cm_your_api_key_here'
}
payload = {
    'toNumber': '+1234567890',
    'agentId': '550e8400-e29b-41d4-a716-446655440000',
    'contactName': 'John Doe',
    'contactData': {
        'company': 'Acme Corp',
        'department': 'Sales'
    }
}

response = requests.post(url, json=payload, headers=headers)
data = response.json()
print(data)
