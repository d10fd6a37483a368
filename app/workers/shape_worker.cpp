#include "app/workers/shape_worker.h"

#include <exception>
#include <new>
#include <utility>

#include "render/media/picture_parts.h"

namespace molloquy::app {

ShapeWorker::ShapeWorker() { setObjectName("shape worker"); }

template <class Work>
void ShapeWorker::guarded(RequestId id, Work work) {
  try {
    if (Result<void> done = work(); !done) Q_EMIT failed({id, done.error()});
  } catch (const std::bad_alloc&) {
    Q_EMIT failed({id, Error(ErrorCode::OutOfMemory,
                             "Memory ran out for the surface; close other programs.")});
  } catch (const std::exception& exception) {
    Q_EMIT failed({id, Error(ErrorCode::Internal, exception.what()).within("making a surface")});
  }
}

void ShapeWorker::make(const ShapesRequest& request) {
  guarded(request.id, [&]() -> Result<void> {
    auto shapes =
        render::structureShapes(*request.molecule, request.conformer->positions, request.style,
                                request.values, request.colours, request.stop);
    if (!shapes) return tl::unexpected(shapes.error());
    Q_EMIT ready({request.id, std::make_shared<const render::StructureShapes>(std::move(*shapes))});
    return {};
  });
}

void ShapeWorker::writeModel(const ModelFileRequest& request) {
  const ShapesRequest& seen = request.seen;
  guarded(seen.id, [&]() -> Result<void> {
    const std::vector<render::MeshPart> parts =
        render::pictureParts(seen.molecule, seen.conformer->positions, seen.style, seen.values,
                             seen.colours, request.shapes);
    const bool ply = request.path.extension() == ".ply" || request.path.extension() == ".PLY";
    if (auto done =
            ply ? render::writePly(parts, request.path) : render::writeGlb(parts, request.path);
        !done) {
      return tl::unexpected(done.error());
    }
    Q_EMIT modelWritten({seen.id});
    return {};
  });
}

}  // namespace molloquy::app
