import fc from 'fast-check';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { signRequest } from '../../src/simulator/webhooks/signature';

describe('the signature of a webhook', () => {
  it("is what Twilio's SDK expects, whatever the fields", () => {
    const field = fc.tuple(fc.string({ minLength: 1, unit: 'binary' }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.webUrl({ withQueryParameters: true }),
        fc.array(field),
        (token, url, fields) => {
          const form = Object.fromEntries(fields.filter(([name]) => name !== '__proto__'));
          const { href } = new URL(url);
          expect(signRequest(token, new URL(href), form)).toBe(getExpectedTwilioSignature(token, href, form));
        },
      ),
    );
  });

  it('leaves the fragment out', () => {
    const signed = signRequest('token', new URL('http://127.0.0.1:4000/status?a=1#rc=3'), { A: 'b' });
    expect(signed).toBe(getExpectedTwilioSignature('token', 'http://127.0.0.1:4000/status?a=1', { A: 'b' }));
  });
});
