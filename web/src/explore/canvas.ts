// Leaflet asks for a frame, and forgets that it did when something redraws at once before; when the map is taken away then, the
// forgotten frame finds no canvas and fails. Here such a frame does nothing.
import L from 'leaflet';

interface Drawing {
  _ctx?: CanvasRenderingContext2D; // gone with the canvas
  _redraw: () => void;
}

const redraw = (L.Canvas.prototype as unknown as Drawing)._redraw;

L.Canvas.include({
  _redraw(this: Drawing): void {
    if (this._ctx) redraw.call(this);
  },
});
