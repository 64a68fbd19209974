// A map for choosing a point. The list of places says the same; the map never holds anything that the list lacks.
import { latLngBounds, map, geoJSON, divIcon, marker } from "leaflet/dist/leaflet-src.esm.js";
import "leaflet/dist/leaflet.css";
import { belongTogether } from "./parts/place.js";

const DIGITS = 5; // about one metre

/** Draws the areas of the place and lets a pin be set by pressing, dragging, or "where I am". */
async function pinMap(box) {
  const field = document.getElementById(box.dataset.field);
  const areas = await (await fetch(box.dataset.areas)).json();
  box.hidden = false;
  const ground = geoJSON(areas, { style: () => ({ className: "map-area", weight: 1 }) });
  const view = map(box, { attributionControl: false, zoomControl: true }).fitBounds(boundsOf(ground, chosenPlace()));
  ground.addTo(view);
  document.addEventListener("change", ({ target }) => {
    if (isPlaceList(target)) view.fitBounds(boundsOf(ground, chosenPlace()));
  });
  const icon = divIcon({ className: "map-pin", html: `<svg class="icon"><use href="${box.dataset.icons}#pinned"></use></svg>`, iconSize: [32, 32], iconAnchor: [16, 31] });
  let pin;

  const place = (point) => {
    if (!pin) {
      pin = marker(point, { icon, draggable: true, title: box.dataset.title, alt: box.dataset.title }).addTo(view);
      pin.on("dragend", () => place(pin.getLatLng()));
    }
    pin.setLatLng(point);
    field.value = `${point.lat.toFixed(DIGITS)},${point.lng.toFixed(DIGITS)}`;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  view.on("click", (event) => place(event.latlng));
  const [lat, lng] = field.value.split(",").map(Number);
  if (lat && lng) place({ lat, lng });
  hereButton(box, (point) => {
    place(point);
    view.fitBounds(latLngBounds([point, point]).pad(0.01), { maxZoom: 16 });
  });
}

/** The lists from which a place is picked, the broadest first. */
const isPlaceList = (element) => element.matches("select[name^=place]");

/** The narrowest place that is chosen in the lists; empty: none. */
function chosenPlace() {
  const chosen = [...document.querySelectorAll("select")].filter((list) => isPlaceList(list) && list.value);
  return chosen.length > 0 ? chosen[chosen.length - 1].value : "";
}

/** What to show: the areas within the place, or the one around it, or all. */
function boundsOf(ground, place) {
  const layers = ground.getLayers().filter(({ feature }) => belongTogether(feature.properties.code, place));
  return layers.length > 0 ? layers.map((layer) => layer.getBounds()).reduce((all, one) => all.extend(one)) : ground.getBounds();
}

/** The button "where I am" appears only where the browser can tell. */
function hereButton(box, found) {
  const button = document.querySelector("[data-here]");
  if (!button || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => found({ lat: coords.latitude, lng: coords.longitude }));
  });
}

for (const box of document.querySelectorAll("[data-map]")) pinMap(box).catch(() => { box.hidden = true; });
