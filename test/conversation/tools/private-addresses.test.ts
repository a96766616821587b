import dns from 'node:dns';
import { Service } from './support/service';
import { useTool } from './support/use-tool';

type Found = (error: null, addresses: object[]) => void;

let service: Service;
let lines: object[];

beforeEach(async () => {
  lines = [];
  service = new Service();
  await service.start();
});
afterEach(() => service.stop());

const use = (options: Partial<Parameters<typeof useTool>[0]> = {}) => useTool({ service, lines, ...options });

describe('private addresses', () => {
  test.each([
    'localhost',
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[::7f00:1]',
    '[::a9fe:a9fe]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '100.100.100.200',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
  ])('%s is not called', async (host) => {
    const tool = { url: `http://${host}:${service.port}/`, secretHeaders: {} };
    const result = await use({ tool, allowPrivateAddresses: false });
    expect(result).toEqual({ ok: false, text: 'Error: book is at an address that may not be called.' });
    const secure = { url: `https://${host}:${service.port}/` };
    await expect(use({ tool: secure, allowPrivateAddresses: false })).resolves.toEqual(result);
    expect(service.received).toEqual([]);
    expect(lines).toEqual([0, 1].map(() => expect.objectContaining({ kind: 'refused-address' })));
  });

  test('a name that leads to one in the old form of IPv6 is not called', async () => {
    const found = jest
      .spyOn(dns, 'lookup')
      .mockImplementation(((_name: string, _options: object, callback: Found) =>
        callback(null, [{ address: '::7f00:1', family: 6 }])) as never);
    try {
      const tool = { url: `http://localhost:${service.port}/`, secretHeaders: {} };
      const result = await use({ tool, allowPrivateAddresses: false });
      expect(result).toEqual({ ok: false, text: 'Error: book is at an address that may not be called.' });
      expect(found).toHaveBeenCalledTimes(1);
    } finally {
      found.mockRestore();
    }
  });

  test.each(['localhost', '127.0.0.1', '[::1]'])('%s is called where that is allowed', async (host) => {
    const tool = { url: `http://${host}:${service.port}/` };
    await expect(use({ tool })).resolves.toMatchObject({ ok: true });
    expect(service.received).toHaveLength(1);
  });
});
