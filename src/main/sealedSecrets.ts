import { createSecretsFile, noSeal } from '../station/hosting/secretsFile.ts';
import type { Seal } from '../station/hosting/secretsFile.ts';
import type { Logger } from '../station/ports/log.ts';
import type { Secrets } from '../station/ports/secrets.ts';
import type { ElectronParts } from './electronParts.ts';

/**
 * Secrets closed by the keychain of the operating system. Where it has none (a Linux without a keyring), they lie in a file
 * that only its owner may read, and the log says so.
 */
export function createSealedSecrets(
  file: string,
  safeStorage: ElectronParts['safeStorage'],
  platform: NodeJS.Platform,
  log: Pick<Logger, 'info' | 'warn'>,
): Secrets {
  const keychain: Seal = {
    kind: 'keychain',
    close: (secret) => safeStorage.encryptString(secret).toString('base64'),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  };
  // `basic_text` closes with a password that everybody knows.
  const hasKeyring = platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
  if (safeStorage.isEncryptionAvailable() && hasKeyring) {
    log.info({}, 'keys are closed by the keychain of the operating system');
    return createSecretsFile(file, [keychain, noSeal]);
  }
  log.warn({}, 'this system has no keychain: keys are kept in a file that only its owner may read');
  return createSecretsFile(file, [noSeal, keychain]);
}
