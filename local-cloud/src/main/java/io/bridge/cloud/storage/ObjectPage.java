package io.bridge.cloud.storage;

import java.util.List;

/**
 * One page of a listing.
 *
 * @param prefixes rolled up by the delimiter
 * @param nextPageToken null on the last page
 */
record ObjectPage(List<StoredObject> objects, List<String> prefixes, String nextPageToken) {}
