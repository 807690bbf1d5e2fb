import { isOurs } from '../appScheme.ts';
import type { ContentsPart, ElectronParts } from '../electronParts.ts';
import type { DesktopWords } from '../words.ts';

/**
 * Keeps a window on our own pages: no navigation or redirect away, in no frame, no second window, no embedded browser. A link
 * to a web page opens in the person's browser once they have seen where it leads and agreed.
 */
export function keepAtHome(
  contents: ContentsPart,
  { dialog, shell }: Pick<ElectronParts, 'dialog' | 'shell'>,
  words: DesktopWords,
): void {
  const stay = (details: { readonly url: string; preventDefault: () => void }) => {
    if (!isOurs(details.url)) details.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    void openOutside(url, dialog, shell, words);
    return { action: 'deny' };
  });
}

async function openOutside(
  address: string,
  dialog: ElectronParts['dialog'],
  shell: ElectronParts['shell'],
  words: DesktopWords,
): Promise<void> {
  const url = URL.parse(address);
  // A user name before the host makes an address look as if it led elsewhere.
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return;
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: words.openOutside(url.host),
    detail: url.href,
    buttons: [words.open, words.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  if (response === 0) await shell.openExternal(url.href);
}
