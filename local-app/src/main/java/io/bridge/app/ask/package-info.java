/** Tasks of the agent: started, followed, shown. */
package io.bridge.app.ask;
