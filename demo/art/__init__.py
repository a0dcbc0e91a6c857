"""The demo world's pictures: drawn as SVG scenes, rendered to the same WebP renditions that uploads become."""
