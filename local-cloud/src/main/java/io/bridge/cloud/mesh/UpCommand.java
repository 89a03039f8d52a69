package io.bridge.cloud.mesh;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "up", description = "Start the mesh and wait until it is ready. Twice is harmless.")
final class UpCommand implements Callable<Integer> {
  @ParentCommand House house;

  @Override
  public Integer call() {
    Mesh mesh = house.mesh();
    mesh.up(part -> house.progress().println(Parts.line(part)));
    house
        .progress()
        .println("The mesh is up: " + mesh.config().gatewayUrl() + "  (./bridge down stops it)");
    if (house.output() == House.Output.json) {
      System.out.println(Parts.json(mesh.status()));
    }
    return 0;
  }
}
