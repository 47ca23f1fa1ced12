"""Save and see: content is watched, the site is built again, and the pages that are open change in place."""
