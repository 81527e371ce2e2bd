// An area while it is drawn: its corners, and what lies within.
import L from 'leaflet';
import type { Drawn } from './rule';

export class AreaLayer {
  private readonly group: L.LayerGroup;

  constructor(map: L.Map) {
    this.group = L.layerGroup().addTo(map);
  }

  show(drawn: Drawn | null): void {
    this.group.clearLayers();
    if (!drawn) return;
    const colour = getComputedStyle(document.documentElement).getPropertyValue('--link').trim();
    const look = { color: colour, weight: 2, fillOpacity: 0.12, interactive: false };
    const corners = drawn.corners.map(([lat, lon]): L.LatLngTuple => [lat, lon]);
    const [a, b] = corners;
    if (drawn.mode === 'box' && a && b) this.group.addLayer(L.rectangle(L.latLngBounds(a, b), look));
    else if (corners.length > 2) this.group.addLayer(L.polygon(corners, look));
    else if (corners.length > 1) this.group.addLayer(L.polyline(corners, look));
    for (const corner of corners) this.group.addLayer(L.circleMarker(corner, { ...look, radius: 4, fillOpacity: 1 }));
  }
}
