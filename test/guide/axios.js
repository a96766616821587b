const axios = require('axios');

const response = await axios.post(
  'https://devcallmanager.pixpoc.in/api/v1/calls',
  {
    toNumber: '+1234567890',
    agentId: '550e8400-e29b-41d4-a716-446655440000',
    contactName: 'John Doe',
    contactData: {
      company: 'Acme Corp',
      department: 'Sales'
    }
  },
  {
    headers: {
      'X-API-Key': 'cm_your_api_key_here'
    }
  }
);

console.log(response.data);
