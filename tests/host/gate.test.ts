import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cookieValue,
  refusalBySource,
  refusalWithoutProof,
  withoutCookie,
} from '../../src/station/hosting/door/gate.ts';

const port = 4711;
const own = ['http://127.0.0.1:4711', 'http://localhost:4711'];
const anyText = fc.oneof(
  fc.string(),
  fc.webUrl(),
  fc.constantFrom('null', ...own, 'http://127.0.0.1:4712', 'http://localhost'),
);
const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');

test('no request with a foreign origin comes through, whatever else it says', () => {
  fc.assert(
    fc.property(
      anyText,
      method,
      fc.dictionary(
        fc.constantFrom('sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest', 'accept'),
        fc.string(),
      ),
      (origin, how, rest) => {
        const headers = { ...rest, host: `127.0.0.1:${port}`, origin };
        const refused = refusalBySource({ method: how, target: '/rpc/x', headers }, port);
        fc.pre(origin !== own[0]);
        expect(refused).toEqual({ status: 403, reason: 'foreign_origin' });
      },
    ),
  );
});

test('no request under a foreign host comes through', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV4()), method, (host, how) => {
      fc.pre(host !== `127.0.0.1:${port}` && host !== `localhost:${port}`);
      expect(refusalBySource({ method: how, target: '/', headers: { host } }, port)).toMatchObject({
        status: 403,
      });
    }),
  );
});

test('nothing is changed for a browser that does not show where the request comes from', () => {
  fc.assert(
    fc.property(method, fc.constantFrom(undefined, 'none', 'same-site', 'cross-site'), (how, site) => {
      fc.pre(how !== 'GET' && how !== 'HEAD');
      const headers = {
        host: `127.0.0.1:${port}`,
        ...(site === undefined ? {} : { 'sec-fetch-site': site }),
      };
      const request = { method: how, target: '/rpc/x', headers };
      expect(refusalBySource(request, port) ?? refusalWithoutProof(request)).toMatchObject({ status: 403 });
    }),
  );
});

test('a cookie is found among others by its exact name, and only it is taken out', () => {
  const header = 'a=1; station_door_1=secret; xstation_door_1=other; b=2';
  expect(cookieValue(header, 'station_door_1')).toBe('secret');
  expect(cookieValue(undefined, 'station_door_1')).toBeNull();
  expect(withoutCookie(header, 'station_door_1')).not.toContain('secret');
  expect(withoutCookie(header, 'station_door_1')).toContain('xstation_door_1=other');
  expect(withoutCookie('station_door_1=secret', 'station_door_1')).toBeUndefined();
});
