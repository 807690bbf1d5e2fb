import { useLayoutEffect, useRef } from 'react';
import type { PagePixels } from '../preview/messages.ts';
import classes from './page.module.css';

/** The page as the renderer drew it. */
export function PagePicture({ pixels }: { readonly pixels: PagePixels | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null || pixels === null) return;
    if (element.width !== pixels.width) element.width = pixels.width;
    if (element.height !== pixels.height) element.height = pixels.height;
    const picture = new ImageData(pixels.data, pixels.width, pixels.height);
    element.getContext('2d')?.putImageData(picture, 0, 0);
  }, [pixels]);
  return <canvas ref={canvas} className={classes['picture']} aria-hidden />;
}
