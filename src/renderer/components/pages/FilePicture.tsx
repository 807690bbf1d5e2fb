import { useEffect, useMemo } from 'react';

interface FilePictureProps {
  readonly file: Blob;
  readonly alt: string;
}

/** A file from the station as a picture; a PDF opens in the browser's own viewer. */
export function FilePicture({ file, alt }: FilePictureProps) {
  const url = useFileUrl(file);
  if (url === null) return null;
  if (file.type === 'application/pdf') {
    // A sandbox would stop Chromium's own viewer; the file comes from this station and the page allows no other frame.
    return (
      // oxlint-disable-next-line react/iframe-missing-sandbox
      <iframe
        src={`${url}#toolbar=0&navpanes=0&view=FitH`}
        title={alt}
        style={{ width: '100%', height: '100%', border: 0 }}
      />
    );
  }
  return <img src={url} alt={alt} />;
}

/** An address for a file as long as the component shows it. */
export function useFileUrl(file: Blob | undefined): string | null {
  const url = useMemo(() => (file === undefined ? null : URL.createObjectURL(file)), [file]);
  useEffect(
    () => () => {
      // Later, because React may show the same picture again at once.
      if (url !== null) setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
    [url],
  );
  return url;
}
