<?php // Puts photos on a running WordPress and changes them, through its own code, as its user does in wp-admin.
//
//     php wordpress_changes.php LIB PROOF TEXT       the tagline of the site
//                               LIB UPLOAD PHOTO     a photo of the media library
//                               LIB PAGE PHOTO       a page of its own with one attached photo
//                               LIB CROP NAME        crops it with the image editor of WordPress
//                               LIB REPLACE NAME NEW puts another file in its place, under another name
//                               LIB WASH NAME NEW    writes another file over it and its smaller sizes
//                               LIB HIDE NAME        makes the page that it hangs on private
//                               LIB DELETE NAME      deletes it with its files
//
// LIB is wordpress_lib.php of the served cases.
[, $library, $act, $name] = $argv;
require $library;

function put(string $path, int $parent = 0): int {
    $file = tempnam(sys_get_temp_dir(), 'wp');
    copy($path, $file);
    $id = media_handle_sideload(['name' => basename($path), 'tmp_name' => $file], $parent, pathinfo($path, PATHINFO_FILENAME));
    return is_wp_error($id) ? exit('refused: ' . $id->get_error_message() . "\n") : $id;
}

function make_sizes(int $id, string $file): void {
    update_attached_file($id, $file);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $file));
}

switch ($act) {
    case 'PROOF':
        update_option('blogdescription', $name);
        break;
    case 'UPLOAD':
        put($name);
        break;
    case 'PAGE':
        put($name, wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Trip', 'post_content' => 'x']));
        break;
    case 'CROP':
        $_REQUEST += ['history' => addslashes('[{"c":{"x":100,"y":50,"w":900,"h":700}}]'), 'target' => 'all', 'context' => ''];
        echo json_encode(wp_save_image(uploaded($name))), "\n";
        break;
    case 'REPLACE':
        $id = uploaded($name);
        $file = dirname(get_attached_file($id)) . '/' . basename($argv[4]);
        copy($argv[4], $file);
        make_sizes($id, $file);
        break;
    case 'WASH':
        $id = uploaded($name);
        copy($argv[4], get_attached_file($id));
        make_sizes($id, get_attached_file($id));
        break;
    case 'HIDE':
        wp_update_post(['ID' => get_post(uploaded($name))->post_parent, 'post_status' => 'private']);
        break;
    case 'DELETE':
        wp_delete_attachment(uploaded($name), true);
        break;
    default:
        exit("what?\n");
}
