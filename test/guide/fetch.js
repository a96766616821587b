const response = await fetch('https://devcallmanager.pixpoc.in/api/v1/calls', {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    'X-API-Key': 'cm_your_api_key_here'
  },
  body: JSON.stringify({
    toNumber: '+1234567890',
    agentId: '550e8400-e29b-41d4-a716-446655440000',
    contactName: 'John Doe',
    contactData: {
      company: 'Acme Corp',
      department: 'Sales'
    }
  })
});

const data = await response.json();
console.log(data);
