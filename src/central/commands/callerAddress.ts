import { BlockList, isIP } from 'node:net';

/** An address or a range: `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`. */
export function isAddressRange(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** `10.0.0.7` for `::ffff:10.0.0.7`, which is how a server that listens on both kinds sees it. */
const plain = (address: string): string =>
  /^::ffff:\d/iu.test(address) ? address.slice('::ffff:'.length) : address;

/**
 * Says who calls: the other end of the connection; where that is one of our proxies, the last of `X-Forwarded-For` that is
 * none of them. What stands before it in that header anybody can have written.
 *
 * @param proxies addresses and ranges of the proxies in front of this server.
 */
export function callerAddress(
  proxies: readonly string[],
): (remote: string | undefined, forwardedFor: string | undefined) => string | null {
  const ours = new BlockList();
  for (const range of proxies) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) ours.addAddress(address, family);
    else ours.addSubnet(address, Number(bits), family);
  }
  const isOurs = (address: string) => ours.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (remote, forwardedFor) => {
    if (remote === undefined) return null;
    const near = plain(remote);
    if (proxies.length === 0 || forwardedFor === undefined || !isOurs(near)) return near;
    const path = forwardedFor.split(',').map((each) => plain(each.trim()));
    const caller = path.findLast((address) => isIP(address) === 0 || !isOurs(address));
    return caller !== undefined && isIP(caller) !== 0 ? caller : near;
  };
}
