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
    // Chromium's viewer needs scripts of its own, which a sandbox would stop; the file comes from this station.
    return <embed src={url} type="application/pdf" title={alt} style={{ width: '100%', height: '100%' }} />;
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
