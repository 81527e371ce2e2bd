// Draws incidents on a canvas over the map: areas where the place is coarse, discs by toll, clusters where they crowd.
import L from 'leaflet';
import type { Cells } from '../api/types';
import { COARSE, radius, type Ready } from './points';
import { turned } from './rule';

const CELL = 44; // pixels: incidents nearer than this are one cluster
const CROWD = 4; // so many make one
const SHARP_ZOOM = 9; // from here on nothing is clustered but what stands on one spot

const DRAWN = 'incidents-drawn';

export interface Mark {
  x: number;
  y: number;
  r: number;
  members: number[];
}

export interface Look {
  colours: readonly string[];
  ink: string;
  paper: string;
}

export class IncidentLayer extends L.Layer {
  private canvas: HTMLCanvasElement | null = null;
  private data: Ready | null = null;
  private shown: (i: number) => boolean = () => true;
  private look: Look = { colours: [], ink: '#000', paper: '#fff' };
  private marks: Mark[] = [];
  private chosen: string | null = null;
  private cells: Cells | null = null;
  private waiting = 0;

  override onAdd(map: L.Map): this {
    this.canvas = L.DomUtil.create('canvas', 'incidents leaflet-zoom-hide');
    this.canvas.setAttribute('aria-hidden', 'true');
    map.getPanes().overlayPane.append(this.canvas);
    map.on('moveend zoomend resize viewreset', this.drawSoon);
    this.drawSoon();
    return this;
  }

  override onRemove(map: L.Map): this {
    map.off('moveend zoomend resize viewreset', this.drawSoon);
    cancelAnimationFrame(this.waiting);
    this.waiting = 0;
    this.canvas?.remove();
    this.canvas = null;
    return this;
  }

  show(data: Ready | null, look: Look, shown: (i: number) => boolean, chosen: string | null, cells: Cells | null = null): void {
    this.cells = cells;
    this.data = data;
    this.look = look;
    this.shown = shown;
    this.chosen = chosen;
    this.drawSoon();
  }

  markAt(point: L.Point): Mark | null {
    let best: Mark | null = null;
    let nearest = Number.POSITIVE_INFINITY;
    for (const mark of this.marks) {
      const away = Math.hypot(mark.x - point.x, mark.y - point.y) - mark.r;
      if (away < 6 && away < nearest) [best, nearest] = [mark, away];
    }
    return best;
  }

  idsOf(mark: Mark): string[] {
    return mark.members.map((i) => this.data?.points.id[i] ?? '').filter(Boolean);
  }

  // Where the members of a mark lie; null where they share one spot.
  boundsOf(mark: Mark): L.LatLngBounds | null {
    const { lat, lon } = this.data?.points ?? { lat: [], lon: [] };
    // Counted from where the mark stands: what lies on both sides of the date line is near, and not the world apart.
    const middle = this._map.containerPointToLatLng([mark.x, mark.y]).lng;
    const bounds = L.latLngBounds(mark.members.map((i): L.LatLngTuple => [lat[i] ?? 0, middle + turned((lon[i] ?? 0) - middle)]));
    const wide = bounds.getNorth() - bounds.getSouth() > 0.01 || bounds.getEast() - bounds.getWest() > 0.01;
    return wide ? bounds : null;
  }

  boundsOfAll(data: Ready): L.LatLngBounds | null {
    const bounds = L.latLngBounds([]);
    data.points.lat.forEach((north, i) => {
      const east = data.points.lon[i];
      if (north !== null && east != null) bounds.extend([north, east]);
    });
    return bounds.isValid() ? bounds : null;
  }

  private readonly drawSoon = (): void => {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.draw();
    });
  };

  private draw(): void {
    const map = this._map as L.Map | undefined;
    if (!this.canvas || !map) return;
    const size = map.getSize();
    const sharp = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    this.canvas.width = Math.round(size.x * sharp);
    this.canvas.height = Math.round(size.y * sharp);
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    const pen = this.canvas.getContext('2d');
    if (!pen) return;
    pen.scale(sharp, sharp);
    this.marks = this.data ? this.gather(map, this.data, size) : [];
    if (!this.data) return;
    if (this.cells) this.shade(pen, this.cells, map, size);
    for (const mark of this.marks) this.drawMark(pen, mark, this.data, map);
    // For whoever measures: when incidents were last drawn, and of how many.
    performance.clearMarks(DRAWN);
    performance.mark(DRAWN, { detail: this.data.size });
  }

  // Cells of a degree, the darker the more lie there, by the logarithm: a city must not make all else look empty.
  private shade(pen: CanvasRenderingContext2D, { lat, lon, count }: Cells, map: L.Map, size: L.Point): void {
    const scale = 256 * 2 ** map.getZoom();
    const origin = map.getPixelBounds().min ?? L.point(0, 0);
    const most = Math.log(1 + count.reduce((a, b) => Math.max(a, b), 1));
    pen.fillStyle = this.look.ink;
    const wide = scale / 360;
    for (let i = 0; i < count.length; i++) {
      const [north, south] = [northing((lat[i] ?? 0) + 0.5, scale) - origin.y, northing((lat[i] ?? 0) - 0.5, scale) - origin.y];
      if (south < 0 || north > size.y) continue;
      const first = (((lon[i] ?? 0) - 0.5 + 180) / 360) * scale - origin.x;
      pen.globalAlpha = 0.06 + 0.34 * (Math.log(1 + (count[i] ?? 0)) / most);
      for (let x = first - Math.floor((first + wide) / scale) * scale; x <= size.x; x += scale) pen.fillRect(x, north, wide + 0.4, south - north + 0.4);
    }
    pen.globalAlpha = 1;
  }

  private gather(map: L.Map, data: Ready, size: L.Point): Mark[] {
    const { lat, lon, killed, id } = data.points;
    const zoom = map.getZoom();
    const scale = 256 * 2 ** zoom;
    const origin = map.getPixelBounds().min ?? L.point(0, 0);
    const cells = new Map<number, Mark>();
    const cell = zoom >= SHARP_ZOOM ? 2 : CELL;
    for (let i = 0; i < data.size; i++) {
      const [north, east] = [lat[i], lon[i]];
      if (north == null || east == null || !this.shown(i)) continue;
      const y = northing(north, scale) - origin.y;
      const first = ((east + 180) / 360) * scale - origin.x;
      const room = 60 + this.spread(data, i, scale);
      if (y < -room || y > size.y + room) continue;
      // Once for each time that the world is shown: beyond the date line it begins anew.
      for (let x = first - Math.floor((first + room) / scale) * scale; x <= size.x + room; x += scale) {
        const key = Math.floor((x + 1000) / cell) * 100_003 + Math.floor((y + 1000) / cell);
        const mark = cells.get(key);
        if (!mark) {
          cells.set(key, { x, y, r: radius(killed[i] ?? null), members: [i] });
        } else {
          const n = mark.members.push(i);
          mark.x += (x - mark.x) / n;
          mark.y += (y - mark.y) / n;
        }
      }
    }
    const marks: Mark[] = [];
    for (const mark of cells.values()) {
      if (mark.members.length < CROWD && zoom < SHARP_ZOOM) {
        for (const i of mark.members) marks.push(this.single(map, data, i, mark.x));
      } else if (mark.members.length > 1) {
        marks.push({ ...mark, r: Math.min(11 + 3.2 * Math.log2(mark.members.length), 34) });
      } else marks.push(mark);
    }
    const chosen = this.chosen === null ? -1 : id.indexOf(this.chosen);
    const top = chosen < 0 ? undefined : marks.find((mark) => mark.members.includes(chosen));
    return marks.sort((a, b) => Number(a === top) - Number(b === top) || b.r - a.r);
  }

  // `near`: which of the worlds that are shown it is drawn in.
  private single(map: L.Map, data: Ready, i: number, near: number): Mark {
    const at = map.latLngToContainerPoint([data.points.lat[i] ?? 0, data.points.lon[i] ?? 0]);
    const scale = 256 * 2 ** map.getZoom();
    return { x: at.x + Math.round((near - at.x) / scale) * scale, y: at.y, r: radius(data.points.killed[i] ?? null), members: [i] };
  }

  // Pixels that an incident's area reaches from its middle; 0 where the place is known well.
  private spread(data: Ready, i: number, scale: number): number {
    const { precision, km, lat } = data.points;
    if (!km[i] || !COARSE.has(precision[i] ?? '')) return 0;
    const metres = (40_075_016 * Math.cos(((lat[i] ?? 0) * Math.PI) / 180)) / scale;
    return Math.min(((km[i] ?? 0) * 1000) / metres, 400);
  }

  private drawMark(pen: CanvasRenderingContext2D, mark: Mark, data: Ready, map: L.Map): void {
    const { family, id } = data.points;
    const [only] = mark.members;
    const chosen = mark.members.some((i) => id[i] === this.chosen);
    if (mark.members.length === 1 && only !== undefined) {
      const colour = this.look.colours[family[only] ?? 0] ?? '#888';
      const area = this.spread(data, only, 256 * 2 ** map.getZoom());
      if (area) {
        disc(pen, mark.x, mark.y, area);
        pen.globalAlpha = 0.1;
        pen.fillStyle = colour;
        pen.fill();
        pen.globalAlpha = 0.7;
        pen.setLineDash([4, 4]);
        pen.strokeStyle = colour;
        pen.lineWidth = 1;
        pen.stroke();
        pen.setLineDash([]);
      }
      disc(pen, mark.x, mark.y, mark.r);
      pen.globalAlpha = 0.72;
      pen.fillStyle = colour;
      pen.fill();
      pen.globalAlpha = 1;
      pen.strokeStyle = chosen ? this.look.ink : this.look.paper;
      pen.lineWidth = chosen ? 3 : 1;
      pen.stroke();
      return;
    }
    this.drawCluster(pen, mark, family, chosen);
  }

  private drawCluster(pen: CanvasRenderingContext2D, mark: Mark, family: readonly number[], chosen: boolean): void {
    const shares = this.look.colours.map(() => 0);
    for (const i of mark.members) {
      const at = family[i] ?? 0;
      shares[at] = (shares[at] ?? 0) + 1;
    }
    let turn = -Math.PI / 2;
    shares.forEach((share, i) => {
      if (!share) return;
      const next = turn + (2 * Math.PI * share) / mark.members.length;
      pen.beginPath();
      pen.moveTo(mark.x, mark.y);
      pen.arc(mark.x, mark.y, mark.r, turn, next);
      pen.closePath();
      pen.fillStyle = this.look.colours[i] ?? '#888';
      pen.fill();
      turn = next;
    });
    disc(pen, mark.x, mark.y, mark.r - 4);
    pen.fillStyle = this.look.paper;
    pen.fill();
    if (chosen) {
      disc(pen, mark.x, mark.y, mark.r + 1.5);
      pen.strokeStyle = this.look.ink;
      pen.lineWidth = 3;
      pen.stroke();
    }
    pen.fillStyle = this.look.ink;
    pen.font = `600 ${mark.r > 20 ? 13 : 11}px system-ui, sans-serif`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(short(mark.members.length), mark.x, mark.y + 0.5);
  }
}

// Pixels from the top of the world. Web Mercator, worked out here: Leaflet's own projection makes three objects a point.
function northing(lat: number, scale: number): number {
  const sin = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * scale;
}

function disc(pen: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  pen.beginPath();
  pen.arc(x, y, Math.max(r, 0.5), 0, 2 * Math.PI);
}

export function short(n: number): string {
  return n < 1000 ? `${n}` : n < 100_000 ? `${(n / 1000).toFixed(n < 10_000 ? 1 : 0)}k` : `${Math.round(n / 1000)}k`;
}
