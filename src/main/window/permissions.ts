import type { MediaAccessPermissionRequest, PermissionRequest } from 'electron';
import { isOurs } from '../appScheme.ts';
import type { ElectronParts } from '../electronParts.ts';

/** The camera, for our own pages; nothing else for anybody: no microphone, no screen, no devices, no notifications. */
export function grantOnlyTheCamera(session: ReturnType<ElectronParts['session']>): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(permission === 'media' && isOurs(details.requestingUrl) && wantsVideoAlone(details));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    return permission === 'media' && details.mediaType === 'video' && isOurs(requestingOrigin);
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
}

function wantsVideoAlone(details: PermissionRequest | MediaAccessPermissionRequest): boolean {
  const types = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
  return types.length > 0 && types.every((type) => type === 'video');
}
