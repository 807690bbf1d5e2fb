import { useEffect, useState } from 'react';

interface FilePictureProps {
  readonly file: File | Blob;
  readonly alt: string;
}

/** A file from the station as a picture; a PDF opens in the browser's own viewer. */
export function FilePicture({ file, alt }: FilePictureProps) {
  const url = useFileUrl(file);
  if (url === null) return null;
  if (file.type === 'application/pdf')
    return <iframe src={url} title={alt} style={{ width: '100%', height: '100%', border: 0 }} />;
  return <img src={url} alt={alt} />;
}

/** An address for a file as long as the component is shown. */
export function useFileUrl(file: File | Blob | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (file === undefined) return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
